/**
 * Topics of a cluster: created, verified, described, read from their beginning; logs and committed offsets. What rows
 * mean to readers is in {@code figures} and {@code assessment}.
 */
package doorstep.cluster;
