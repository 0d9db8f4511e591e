// SPDX-License-Identifier: Apache-2.0
/**
 * The invented sample {@code outreach-2011}: half a year of a city bureau's visits, ratings and cases as CSV files, the
 * same on every run; and the report that the demo prints from its rows.
 */
package doorstep.sample;
