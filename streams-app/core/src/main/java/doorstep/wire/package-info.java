// SPDX-License-Identifier: Apache-2.0
/**
 * Topics, their Avro values and keys, and the client of the schema registry: what goes over the wire. The registry
 * server is in the module {@code server}; which values are valid is decided in {@code decode}.
 */
package doorstep.wire;
