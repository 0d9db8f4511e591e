// SPDX-License-Identifier: Apache-2.0
/**
 * Files and streams to events by a mapping, and events to Kafka. {@code docs/mapping.md} explains mappings. What the
 * pipeline accepts is decided in {@code decode} of the module {@code core}.
 */
package doorstep.ingest;
