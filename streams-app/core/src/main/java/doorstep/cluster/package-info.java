// SPDX-License-Identifier: Apache-2.0
/**
 * Topics of a cluster read from their beginning, and the ends of the inputs. Creating topics is in {@code topics}; what
 * rows mean to readers is in {@code figures} and {@code assessment}.
 */
package doorstep.cluster;
