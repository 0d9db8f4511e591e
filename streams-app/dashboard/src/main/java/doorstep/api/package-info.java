// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP server around questions: who may ask, limits, answers as JSON and CSV, changes as server-sent events. Nothing
 * here knows a figure; a question is a route with a function ({@link doorstep.api.QuestionRoute}).
 */
package doorstep.api;
