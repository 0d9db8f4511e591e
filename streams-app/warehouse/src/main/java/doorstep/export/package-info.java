// SPDX-License-Identifier: Apache-2.0
/**
 * One export after the other: what it reads of the topics, in which order, and what a target must do so that each
 * record is in its tables once. Knows no target.
 */
package doorstep.export;
