import { CopyOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { actorText } from '../../lib/actor.ts';
import { copyText } from '../../lib/clipboard.ts';
import { type NameOf, parseSubject, subjectText } from '../../lib/subjects.ts';

/** What an entry is about, by its name; the id behind it is copied with a click. */
export function SubjectName({ subject, nameOf }: { subject: string; nameOf: NameOf }) {
  const id = parseSubject(subject)?.id;
  return (
    <span className="subject-name">
      <span className="subject-text" title={subject}>
        {subjectText(subject, nameOf)}
      </span>
      {id && !/^\d+$/.test(id) ? <CopyId id={id} /> : null}
    </span>
  );
}

/** Who did it: people by name and role, devices by the name they have here. */
export function ActorName({ by, nameOf }: { by: { type: string; id?: string | undefined } & Record<string, unknown>; nameOf: NameOf }) {
  return by.type === 'device' && by.id ? <SubjectName subject={`device:${by.id}`} nameOf={nameOf} /> : actorText(by);
}

function CopyId({ id }: { id: string }) {
  const { message } = App.useApp();
  return (
    <Button
      type="text"
      size="small"
      icon={<CopyOutlined />}
      title={`复制编号 ${id}`}
      aria-label={`复制编号 ${id}`}
      onClick={(event) => {
        event.stopPropagation();
        void copyText(id).then((copied) => (copied ? message.success('已复制编号') : message.warning('浏览器不允许复制，请手工选取')));
      }}
    />
  );
}
