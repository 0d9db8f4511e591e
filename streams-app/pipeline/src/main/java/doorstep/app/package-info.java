// SPDX-License-Identifier: Apache-2.0
/**
 * The running pipeline: one Kafka Streams client with its clocks and clients, the rules at a start, and the rebuild.
 * Uses almost all other packages of this module, and none of them uses it. Health and metrics are in the module
 * {@code server}.
 */
package doorstep.app;
