// SPDX-License-Identifier: Apache-2.0
/**
 * One row explained: the facts that count in it, those that were replaced or withdrawn, what moved it, and its recount by
 * the families' own code. Reading facts is in {@code facts}.
 */
package doorstep.explain;
