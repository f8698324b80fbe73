import { revertChange } from '../changes/revert.ts';
import { recordConversions, recordPixel } from '../conversions/record.ts';
import { endSession } from '../dashboard/end-session.ts';
import { importLinks } from '../imports/import-links.ts';
import { createKey, revokeKey } from '../keys/operations.ts';
import { bulkDelete } from '../links/operations/bulk-delete.ts';
import { bulkUpdate } from '../links/operations/bulk-update.ts';
import { createBatch } from '../links/operations/create-batch.ts';
import { createLink } from '../links/operations/create-link.ts';
import { deleteLink } from '../links/operations/delete-link.ts';
import { expireLinks } from '../links/operations/expire-links.ts';
import { updateLink } from '../links/operations/update-link.ts';
import { recordMilestones } from '../webhooks/milestones.ts';
import { noteWebhook } from '../webhooks/notes.ts';
import { createWebhook, deleteWebhook, updateWebhook } from '../webhooks/operations.ts';
import { replayWebhook } from '../webhooks/replay.ts';
import { testWebhook } from '../webhooks/test-delivery.ts';
import type { Operation } from './operation.ts';

/** Every write that the server can do. */
export const OPERATIONS = {
	createLink,
	createBatch,
	updateLink,
	deleteLink,
	bulkUpdate,
	bulkDelete,
	revertChange,
	expireLinks,
	importLinks,
	recordConversions,
	recordPixel,
	createKey,
	revokeKey,
	endSession,
	createWebhook,
	updateWebhook,
	deleteWebhook,
	replayWebhook,
	testWebhook,
	noteWebhook,
	recordMilestones,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;
