// SPDX-License-Identifier: Apache-2.0
/**
 * What counts of visits, feedback and commitments, the version of an event, and the values of their fields. Java only:
 * Avro records become events in {@code decode}, and what an event adds to figures is in {@code family}.
 */
package doorstep.event;
