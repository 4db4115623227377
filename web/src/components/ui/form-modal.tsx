import { Form, type FormInstance, Modal } from 'antd';
import { type ReactNode, useId } from 'react';
import { ErrorNote } from './states.tsx';

/** A dialog around one form: opens with the cursor in its first field, Enter submits, Esc leaves; what was refused stands under the fields. */
export function FormModal<T extends object>(props: {
  form: FormInstance<T>;
  /** The name of the field that is typed into first. */
  first: Extract<keyof T, string>;
  title: string;
  okText: string;
  start?: object;
  width?: number;
  open?: boolean;
  busy: boolean;
  fault: unknown;
  onSubmit(): Promise<unknown>;
  onClose(): void;
  children: ReactNode;
}) {
  const { form, first, start } = props;
  // A page beneath may have fields of the same names: a label must find the one in this dialog.
  const name = useId();
  return (
    <Modal
      open={props.open ?? true}
      title={props.title}
      okText={props.okText}
      cancelText="取消"
      {...(props.width ? { width: props.width } : {})}
      confirmLoading={props.busy}
      onCancel={props.onClose}
      okButtonProps={{ htmlType: 'submit' }}
      // The dialog is not visible yet when its fields are made, and what is not visible takes no focus.
      afterOpenChange={(open) => {
        const field: unknown = open ? (form as FormInstance).getFieldInstance(first) : null;
        if (field && typeof field === 'object' && 'focus' in field && typeof field.focus === 'function') field.focus();
      }}
      modalRender={(dialog) => (
        <Form
          form={form as FormInstance}
          name={name}
          layout="vertical"
          requiredMark={false}
          {...(start ? { initialValues: start } : {})}
          onFinish={() => void props.onSubmit().catch(() => undefined)}
        >
          {dialog}
        </Form>
      )}
    >
      {props.children}
      {props.fault ? <ErrorNote fault={props.fault} /> : null}
    </Modal>
  );
}
