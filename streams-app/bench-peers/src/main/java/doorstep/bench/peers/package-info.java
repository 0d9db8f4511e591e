// SPDX-License-Identifier: Apache-2.0
/**
 * Contenders of the bench in Flink SQL and Hazelcast Jet. A module of its own, so that their jars reach no other; it is
 * built with {@code -Ppeers} only.
 */
package doorstep.bench.peers;
