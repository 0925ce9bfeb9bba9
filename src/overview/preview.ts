import type { Call } from '../platform/http/route.ts';
import { LANGS, type Lang } from '../platform/i18n/lang.ts';
import type { Message } from '../platform/outbox.ts';

/** A mail as its recipient will read it. */
export function previewOf(
  call: Call,
  { template, to, lang, facts }: Pick<Message, 'template' | 'lang' | 'facts'> & { to: { name: string } },
) {
  const say = (part: string) =>
    call.service.translate(lang as Lang, `${template}.${part}`, { name: to.name, ...facts });
  return { lang, subject: say('subject'), lines: say('body').split('\n\n'), action: say('action') };
}

/** One mail of each language with its real values, the first that leaves in it. */
export function previewsOf(call: Call, messages: readonly Message[]) {
  return LANGS.flatMap((lang) => {
    const own = messages.filter((message) => message.lang === lang);
    const [first] = own;
    if (first === undefined) return [];
    const language = call.t(`platform.language.${lang}`);
    const title = call.t('overview.write.preview', { language, count: own.length });
    return [{ title, to: first.to.name, ...previewOf(call, first) }];
  });
}

/** Everybody who gets one of these mails, for the list below them. */
export function recipientsOf(call: Call, messages: readonly Message[]) {
  return messages.map(({ to, lang, facts }) => ({
    name: to.name,
    address: to.address,
    about: facts.city ?? '',
    language: call.t(`platform.language.${lang}`),
  }));
}
