// SPDX-License-Identifier: Apache-2.0
/**
 * The clock that as-of follows: bounded by the brokers' time, and watched for steps. No figure is computed here; who
 * asks the brokers is in {@code app}, and as-of itself in {@code window}.
 */
package doorstep.clock;
