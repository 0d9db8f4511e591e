// SPDX-License-Identifier: Apache-2.0
/**
 * Refused records read again, repaired where asked, and sent to their input topic again. Verdicts are those of {@code
 * decode}; the command line is in the module {@code cli}.
 */
package doorstep.replay;
