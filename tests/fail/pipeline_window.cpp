// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: max_pool_2d: the window must fit into the input
#include "octet/pipeline/pipeline.hpp"

constexpr auto layers =
    octet::input<4, 2, 1>{} | octet::layer::max_pool_2d{.size = {3, 3}, .stride = {1, 1}};
constexpr auto bytes = octet::pipeline<layers>.arena_bytes;
