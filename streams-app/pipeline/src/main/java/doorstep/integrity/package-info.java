// SPDX-License-Identifier: Apache-2.0
/**
 * Checks that figures are counted from a complete and matching history: config fingerprint, state lineage, sequence
 * numbers of batches, continuity of logs, rebuild number; and the refusals if they are not. How brokers answer such
 * questions is in {@code app}.
 */
package doorstep.integrity;
