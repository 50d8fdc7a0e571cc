// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of DEPTHWISE_CONV_2D.
#include "rows.hpp"

namespace {

const int rows = octet_bench::add_rows("depthwise_conv_2d", "dw");

}  // namespace
