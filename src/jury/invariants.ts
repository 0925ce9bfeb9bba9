import { type Invariant, invariant } from '../platform/invariants.ts';

export const juryInvariants: readonly Invariant[] = [
  invariant(
    'a juror who belongs to the office of the same edition',
    `SELECT jurors.id FROM jurors JOIN office_appointments AS held
       ON held.edition_id = jurors.edition_id AND held.account_id = jurors.account_id
     WHERE held.ended_at IS NULL AND accepted_at IS NOT NULL AND jurors.ended_at IS NULL`,
  ),
  invariant(
    'a juror who writes a dossier of the same edition',
    `SELECT jurors.id FROM jurors JOIN nominations ON nominations.edition_id = jurors.edition_id
       JOIN nomination_members AS member
       ON member.nomination_id = nominations.id AND member.account_id = jurors.account_id
     WHERE member.ended_at IS NULL AND withdrawn_at IS NULL AND accepted_at IS NOT NULL AND jurors.ended_at IS NULL`,
  ),
  invariant(
    'a juror who belongs to a National Commission of the same edition',
    `SELECT jurors.id FROM jurors JOIN commissions
       ON commissions.edition_id = jurors.edition_id AND commissions.account_id = jurors.account_id
     WHERE commissions.ended_at IS NULL AND accepted_at IS NOT NULL AND jurors.ended_at IS NULL`,
  ),
  invariant(
    'a conflict between a juror and a nomination of another edition',
    `SELECT conflicts.id FROM conflicts JOIN jurors ON jurors.id = conflicts.juror_id
       JOIN nominations ON nominations.id = conflicts.nomination_id
     WHERE jurors.edition_id <> nominations.edition_id`,
  ),
  invariant('a juror who reads no language', 'SELECT id FROM jurors WHERE json_array_length(languages) = 0'),
];
