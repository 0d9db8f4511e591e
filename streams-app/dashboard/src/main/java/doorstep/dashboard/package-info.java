// SPDX-License-Identifier: Apache-2.0
/**
 * The program that answers questions about the figures over HTTP: rows read into a store, and the routes of its questions.
 * What a question means is in {@code question}; how requests are received and answers sent, in {@code api}.
 */
package doorstep.dashboard;
