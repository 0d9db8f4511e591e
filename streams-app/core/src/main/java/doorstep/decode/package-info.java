// SPDX-License-Identifier: Apache-2.0
/**
 * Bytes of an input topic to an accepted event or a refusal with its reason. The verdict depends on the record, its
 * schema and the limits alone; which version of an event counts is decided in {@code engine}.
 */
package doorstep.decode;
