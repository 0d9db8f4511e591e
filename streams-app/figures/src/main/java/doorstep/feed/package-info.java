// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the result topics into a store of rows and keeps it up to date, together with the settings and the progress
 * that belong to them. No questions are answered here.
 */
package doorstep.feed;
