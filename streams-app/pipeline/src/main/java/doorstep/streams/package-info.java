// SPDX-License-Identifier: Apache-2.0
/**
 * What plugs into Kafka Streams: stores, poll batches, the pre-commit hook, the consumer and the partitioner. The only
 * package that imports {@code org.apache.kafka..internals}. Knows bytes, not events or figures.
 */
package doorstep.streams;
