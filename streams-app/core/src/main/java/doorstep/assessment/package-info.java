// SPDX-License-Identifier: Apache-2.0
/**
 * Derives what follows from several rows: a score compared with its target, its parent unit, the year before. Readers
 * (the command line, a dashboard, an export) share it; the pipeline itself does not use it, because its rows follow
 * from counts only.
 */
package doorstep.assessment;
