/**
 * The invented sample {@code outreach-2011}: half a year of a city bureau's visits, ratings and cases as CSV files, the
 * same on every run. Uses no other package of Doorstep.
 */
package doorstep.sample;
