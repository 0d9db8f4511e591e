// SPDX-License-Identifier: Apache-2.0
/**
 * The rows of {@code doorstep.settings}: what figures were counted under, with a checksum and the number of the
 * rebuild. Reading and writing the topic is in {@code cluster}, {@code engine} and {@code app}; keys and their defaults
 * are in {@code config}.
 */
package doorstep.settings;
