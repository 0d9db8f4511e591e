// SPDX-License-Identifier: Apache-2.0
/**
 * Tables of rows in the heap, and the changelog format that they are restored from. No Kafka Streams: its interfaces to
 * these tables are in {@code streams}, and what the rows mean is in {@code ledger}, {@code link} and {@code window}.
 */
package doorstep.store;
