import { App, ConfigProvider, theme as antTheme } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { keep, kept } from '../lib/kept.ts';

dayjs.locale('zh-cn');

export type ThemeChoice = 'light' | 'dark' | 'auto';
export const themeWords: Record<ThemeChoice, string> = { light: '浅色', dark: '深色', auto: '跟随系统' };

const ThemeContext = createContext<{ choice: ThemeChoice; choose(choice: ThemeChoice): void }>({ choice: 'light', choose: () => undefined });

/** Light unless the person chose otherwise; `auto` follows the system. */
export function useTheme() {
  return useContext(ThemeContext);
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState<ThemeChoice>(() => kept<ThemeChoice>('theme', 'light'));
  const [systemDark, setSystemDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);

  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const onChange = () => setSystemDark(media.matches);
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, []);

  const dark = choice === 'dark' || (choice === 'auto' && systemDark);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }, [dark]);

  const value = useMemo(
    () => ({
      choice,
      choose: (next: ThemeChoice) => {
        setChoice(next);
        keep('theme', next);
      },
    }),
    [choice],
  );

  return (
    <ThemeContext.Provider value={value}>
      <ConfigProvider
        locale={zhCN}
        button={{ autoInsertSpace: false }}
        theme={{
          algorithm: dark ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
          token: {
            colorPrimary: dark ? '#3a78c6' : '#1c5fb0',
            colorLink: dark ? '#6ea8ee' : '#1c5fb0',
            colorInfo: dark ? '#4d8fe0' : '#1c5fb0',
            colorSuccess: dark ? '#3da865' : '#14783a',
            colorWarning: dark ? '#d8972b' : '#b26a00',
            colorError: dark ? '#ff7a70' : '#bf2626',
            colorBgLayout: dark ? '#0f1317' : '#f3f5f7',
            colorBgContainer: dark ? '#181d23' : '#ffffff',
            colorBgElevated: dark ? '#1f262d' : '#ffffff',
            colorTextPlaceholder: dark ? '#8a96a2' : '#6b7681',
            colorTextDescription: dark ? '#a9b4bf' : '#5a6672',
            borderRadius: 6,
            fontFamily: 'var(--gg-font)',
            // A dialog that still moves when it is clicked costs a guard the click.
            motion: false,
          },
          components: {
            Table: { cellPaddingBlockSM: 5, cellPaddingInlineSM: 8 },
            Form: { itemMarginBottom: 14, verticalLabelPadding: '0 0 4px' },
            // The primary colour carries white words; as words on the dark ground it would be too dark.
            Button: {
              // What antd derives for a button under the mouse falls short of 4.5:1.
              colorPrimaryHover: dark ? '#2f68b0' : '#174f93',
              defaultHoverColor: dark ? '#8fbdf4' : '#1c5fb0',
              defaultHoverBorderColor: dark ? '#6ea8ee' : '#1c5fb0',
              ...(dark ? { dangerColor: '#1d0604' } : {}),
            },
            ...(dark ? { Tabs: { itemSelectedColor: '#6ea8ee', itemHoverColor: '#8fbdf4', inkBarColor: '#6ea8ee' } } : {}),
            Menu: {
              ...(dark ? { itemSelectedColor: '#a8cdfa', itemSelectedBg: '#1d3350' } : {}),
              itemHeight: 34,
              itemMarginBlock: 1,
              collapsedWidth: 52,
              collapsedIconSize: 16,
            },
          },
        }}
      >
        <App style={{ height: '100%' }} message={{ maxCount: 3 }}>
          {children}
        </App>
      </ConfigProvider>
    </ThemeContext.Provider>
  );
}
