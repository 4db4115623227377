import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createDeviceMailbox, noCommands } from './device-mailbox.ts';

const pulse = { ...noCommands, openBarrier: true };

describe('commands waiting for a device', () => {
  it('travel in the next reply and are sent once it has left', async () => {
    const mailbox = createDeviceMailbox({ clock: createFakeClock() });
    const posted = mailbox.post('camera', pulse, 3_000);
    const mail = mailbox.take('camera', { pulse: true });
    expect(mail.commands.openBarrier).toBe(true);
    mail.sent();
    expect(await posted).toBe('sent');
    expect(mailbox.take('camera', { pulse: true }).commands.openBarrier).toBe(false);
  });

  it('expire when no request comes in time, and never travel then', async () => {
    const clock = createFakeClock();
    const mailbox = createDeviceMailbox({ clock });
    const posted = mailbox.post('camera', pulse, 3_000);
    await clock.advance(3_000);
    expect(await posted).toBe('expired');
    expect(mailbox.take('camera', { pulse: true }).commands.openBarrier).toBe(false);
  });

  it('keep the time they have, wherever the wall clock is set meanwhile', async () => {
    const clock = createFakeClock();
    const mailbox = createDeviceMailbox({ clock });
    void mailbox.post('late', pulse, 3_000);
    clock.step(-3_600_000);
    await clock.advance(3_000);
    expect(mailbox.take('late', { pulse: true }).commands.openBarrier).toBe(false);
    void mailbox.post('fresh', pulse, 3_000);
    clock.step(3_600_000);
    expect(mailbox.take('fresh', { pulse: true }).commands.openBarrier).toBe(true);
  });

  it('count as lost when the connection broke before the reply left: the device may have read them or not', async () => {
    const mailbox = createDeviceMailbox({ clock: createFakeClock() });
    const posted = mailbox.post('camera', pulse, 3_000);
    mailbox.take('camera', { pulse: true }).lost();
    expect(await posted).toBe('lost');
  });

  it('put one pulse into a reply, the second into the next', () => {
    const mailbox = createDeviceMailbox({ clock: createFakeClock() });
    void mailbox.post('camera', pulse, 3_000);
    void mailbox.post('camera', pulse, 3_000);
    expect(mailbox.take('camera', { pulse: true }).commands.openBarrier).toBe(true);
    expect(mailbox.take('camera', { pulse: false }).commands.openBarrier).toBe(false);
    expect(mailbox.take('camera', { pulse: true }).commands.openBarrier).toBe(true);
  });

  it('keep a release back while a pulse travels: it could let the arm down on the truck', async () => {
    const mailbox = createDeviceMailbox({ clock: createFakeClock() });
    const released = mailbox.post('camera', { ...noCommands, hold: 'release' }, 60_000);
    expect(mailbox.take('camera', { pulse: false }).commands.hold).toBeNull();
    void mailbox.post('camera', pulse, 3_000);
    expect(mailbox.take('camera', { pulse: true }).commands).toEqual(pulse);
    const mail = mailbox.take('camera', { pulse: true });
    expect(mail.commands).toEqual({ ...noCommands, hold: 'release' });
    mail.sent();
    expect(await released).toBe('sent');
  });

  it('never reach another device', () => {
    const mailbox = createDeviceMailbox({ clock: createFakeClock() });
    void mailbox.post('camera', pulse, 3_000);
    expect(mailbox.take('other', { pulse: true }).commands).toEqual(noCommands);
  });

  it('wake a request that the device holds open', async () => {
    const clock = createFakeClock();
    const mailbox = createDeviceMailbox({ clock });
    let woke = false;
    const held = mailbox.hold('camera', 4_000).then(() => {
      woke = true;
    });
    await clock.advance(100);
    expect(woke).toBe(false);
    void mailbox.post('camera', pulse, 3_000);
    await held;
    expect(mailbox.take('camera', { pulse: true }).commands.openBarrier).toBe(true);
  });
});
