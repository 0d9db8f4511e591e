// SPDX-License-Identifier: Apache-2.0
/**
 * Links from visits and ratings to what is owed: entries, the fulfilment of duties, and call-backs, over a store that its
 * user brings ({@link doorstep.link.LinkStore}). What a commitment contributes to figures is in {@code family}; how
 * entries travel between tasks is in {@code engine}.
 */
package doorstep.link;
