// SPDX-License-Identifier: Apache-2.0
/**
 * Generated histories of input records, by seed: corrections, withdrawals, bad records, hostile bytes; and the rows that
 * came of them, as tests compare them. What they should be is in {@code model}.
 */
package doorstep.history;
