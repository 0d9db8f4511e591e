// SPDX-License-Identifier: Apache-2.0
/**
 * The Kafka broker inside this JVM, for one machine and for {@code --data} directories. Production has brokers of its
 * own; the image does not have the broker's jars.
 */
package doorstep.broker;
