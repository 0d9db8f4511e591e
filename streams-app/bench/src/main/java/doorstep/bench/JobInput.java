// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

/**
 * The input topic of a run.
 *
 * @param events number of records in it
 */
public record JobInput(String bootstrapServers, String topic, long events, int partitions) {}
