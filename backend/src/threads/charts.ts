import { drawChart } from '../charts/draw.ts';
import type { ChartPlan } from '../charts/plan.ts';
import { answering, type Answer } from '../http/answer.ts';

/** The task of this thread: one picture after the other. It has no database; what it draws was counted by another. */
export default function draw(plan: ChartPlan): Promise<Answer> {
	return answering(async () => drawChart(plan));
}
