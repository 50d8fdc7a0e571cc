// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: add: the input must have the shape that the layers before were given
#include "octet/pipeline/pipeline.hpp"

// A pool of 2x2 leaves 3x3 of 4x4.
constexpr auto layers = octet::input<4, 4, 1>{} | octet::layer::relu{} |
                        octet::layer::max_pool_2d{.size = {2, 2}, .stride = {1, 1}} |
                        octet::layer::add{.back = 2};
constexpr auto bytes = octet::pipeline<layers>.arena_bytes;
