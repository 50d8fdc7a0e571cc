// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of CONV_2D.
#include "rows.hpp"

namespace {

const int rows = octet_bench::add_rows("conv_2d", "conv");

}  // namespace
