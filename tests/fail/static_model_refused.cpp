// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: octet cannot run this model: see Why, Operator, Tensor
#include "../support/embedded_model.hpp"
#include "octet/model/ops/pad.hpp"
#include "octet/pipeline/static_model.hpp"

// Its second operator is not in the list.
constexpr auto net =
    octet::static_model<octet_test::embedded_model, octet::op_list<octet::ops::pad>>;
constexpr auto bytes = net.arena_bytes;
