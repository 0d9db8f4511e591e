// SPDX-License-Identifier: Apache-2.0
/**
 * The catalogue: codes with their labels, and from which score an answer counts as satisfied or bad. Reads one YAML
 * file. Rules that use a threshold are in {@code family} and {@code link}.
 */
package doorstep.catalogue;
