// SPDX-License-Identifier: Apache-2.0
/**
 * Real processes under test: a broker, instances of {@code doorstep} and what stops them, each ended with its parent.
 * What is done to them is in {@code torture}, what is measured in {@code bench}. In no installation.
 */
package doorstep.process;
