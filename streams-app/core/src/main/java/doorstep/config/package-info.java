// SPDX-License-Identifier: Apache-2.0
/**
 * The configuration: every key with its type, default and documentation, read once and checked; and which of Kafka's
 * own settings may be given. What a setting does belongs to the package that uses it.
 */
package doorstep.config;
