// SPDX-License-Identifier: Apache-2.0
/** Rows of figures explained from what was exported, without a cluster. */
package doorstep.evidence;
