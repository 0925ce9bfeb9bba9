/**
 * Every page of an edition as each role will see it, made from the definition alone and an invented city. Nothing is
 * read of any nomination, juror or score; what could be sent stands disabled.
 */
import type { Edition } from '../editions/pages.ts';
import type { Answer } from '../platform/http/answer.ts';
import type { Call } from '../platform/http/route.ts';
import { previewBase } from './placeholder.ts';
import { drawCommission, drawCommissionDossier, drawSection, drawTasks } from './preview-city.ts';
import { drawCard, drawDossier, drawList, drawTerms } from './preview-juror.ts';
import { drawMails } from './preview-mails.ts';
import { drawCall, drawQuestions, drawResults, drawRubric } from './preview-public-pages.ts';

export const PREVIEWS = {
  public: ['call', 'rubric', 'questions', 'results'],
  city: ['tasks', 'section', 'mails'],
  commission: ['dossiers', 'dossier'],
  juror: ['terms', 'list', 'dossier', 'card', 'mails'],
} as const;
export type PreviewRole = keyof typeof PREVIEWS;
export const PREVIEW_ROLES = Object.keys(PREVIEWS) as PreviewRole[];

type Draw = (call: Call, edition: Edition, of: string | undefined) => Answer | null;

/** One page as one role sees it; null where there is no such page. */
export function drawPreview(
  call: Call,
  edition: Edition,
  { role, name, of }: { role: PreviewRole; name: string; of?: string | undefined },
): Answer | null {
  const drawn = DRAWN[`${role}/${name}`]?.(call, edition, of) ?? null;
  if (drawn?.kind !== 'page') return drawn;
  const text = `${call.t(`platform.preview.${role}`)} ${call.t('overview.preview.invented')}`;
  const banner = { text, href: previewBase(call, edition), label: call.t('overview.preview.back') };
  return { ...drawn, model: { ...drawn.model, banner } };
}

const DRAWN: Readonly<Record<string, Draw>> = {
  'public/call': drawCall,
  'public/rubric': drawRubric,
  'public/questions': drawQuestions,
  'public/results': drawResults,
  'city/tasks': drawTasks,
  'city/section': drawSection,
  'city/mails': (call, edition) => drawMails(call, edition, 'city'),
  'commission/dossiers': drawCommission,
  'commission/dossier': drawCommissionDossier,
  'juror/terms': drawTerms,
  'juror/list': drawList,
  'juror/dossier': drawDossier,
  'juror/card': drawCard,
  'juror/mails': (call, edition) => drawMails(call, edition, 'juror'),
};
