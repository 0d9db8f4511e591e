// SPDX-License-Identifier: Apache-2.0
/**
 * The families of measures: one class each, which says what an event contributes and what the row of a tally is, and
 * the breakdowns of events. No Kafka, and nothing about when rows are sent. {@code docs/new-family.md} explains how to
 * add one.
 */
package doorstep.family;
