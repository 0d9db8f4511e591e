// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of whole pipelines on an embedded broker: what happens in operation, such as a rebuild, a rolling restart or a
 * lost history. Tests of one command are in {@code cli}.
 */
package doorstep.scenario;
