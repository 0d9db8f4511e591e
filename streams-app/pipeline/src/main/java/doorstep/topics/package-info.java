// SPDX-License-Identifier: Apache-2.0
/**
 * The topics that Doorstep needs on a cluster: created, verified, described. Reading them is in {@code cluster}; what they
 * are called is in {@code wire}.
 */
package doorstep.topics;
