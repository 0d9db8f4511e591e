/**
 * Links from visits and ratings to what is owed: entries and their records, the fulfilment of duties, and call-backs.
 * What a commitment contributes to figures is in {@code family}.
 */
package doorstep.link;
