// SPDX-License-Identifier: Apache-2.0
/**
 * Which local dates a question is about, which it is compared with, and which rows add up to them. Arithmetic of dates
 * only: nothing here reads a row.
 */
package doorstep.period;
