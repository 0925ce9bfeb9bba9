import { createTransport, type Transporter } from 'nodemailer';
import type { Mail } from './mail.ts';

/** What became of a mail: delivered, refused for good in the server's words, or to be tried again. */
export type Delivered = { outcome: 'delivered' } | { outcome: 'refused' | 'delayed'; words: string };

export type Deliver = { deliver(mail: Mail): Promise<Delivered>; close(): Promise<void> };

/** Delivers over SMTP with a pool of connections, one recipient a mail, and the same Message-ID on each try. */
export function smtpDelivery(url: string): Deliver {
  const transport: Transporter = createTransport({
    url,
    pool: true,
    maxConnections: 1,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0]);
  return {
    deliver: async (mail) => {
      try {
        await transport.sendMail({
          from: mail.from,
          to: mail.to,
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: mail.messageId,
          ...(mail.calendar
            ? {
                icalEvent: {
                  method: mail.calendar.method,
                  content: mail.calendar.text,
                  filename: 'deadline.ics',
                },
              }
            : {}),
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { outcome: 'delivered' };
      } catch (fault) {
        return judgeFailure(fault);
      }
    },
    close: async () => transport.close(),
  };
}

/** A permanent refusal is what the server says with a 5xx about this mail; everything else passes. */
function judgeFailure(fault: unknown): Delivered {
  const { responseCode, message } = fault as { responseCode?: number; message?: string };
  const permanent = responseCode !== undefined && responseCode >= 500 && responseCode < 600;
  return { outcome: permanent ? 'refused' : 'delayed', words: message ?? String(fault) };
}
