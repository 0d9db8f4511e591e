// SPDX-License-Identifier: Apache-2.0
/**
 * The schema registry: the part of the Confluent API that serialisers use, kept in {@code doorstep.schemas}. The client
 * of any registry is in the package {@code wire} of the module {@code core}.
 */
package doorstep.registry;
