// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// All device floors: what firmware includes.
#pragma once

#include "octet/model/interpreter.hpp"
#include "octet/model/ops/all.hpp"
