// SPDX-License-Identifier: Apache-2.0
/**
 * Arithmetic of figures: tallies that add and subtract, cells, breakdown values, windows as spans, local days,
 * intervals and percentiles. Java only, no Kafka and no Avro; what the slots of a tally mean is in {@code family}.
 */
package doorstep.tally;
