// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of FULLY_CONNECTED.
#include "rows.hpp"

namespace {

const int rows = octet_bench::add_rows("fully_connected", "fc");

}  // namespace
