// SPDX-License-Identifier: Apache-2.0
/** The page for browsers: its files, which know nothing but the API. */
package doorstep.page;
