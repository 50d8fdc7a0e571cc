// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The SIMD backend, for those who ask for it: convolutions and products of codes and of real values
// with integer weights, LSTM and SVDF, elementwise operators, tables, pools, sums, softmax, and
// codes from real values and back, with the results of the scalar backend. Where
// OCTET_SIMD_COMPILED is defined, one unit of the program has to include simd/dispatch.hpp.
#pragma once

#include "octet/kernels/backend/simd/blockwise.hpp"
#include "octet/kernels/backend/simd/conv_2d.hpp"
#include "octet/kernels/backend/simd/depthwise_conv_2d.hpp"
#include "octet/kernels/backend/simd/depthwise_pieces.hpp"
#include "octet/kernels/backend/simd/elementwise.hpp"
#include "octet/kernels/backend/simd/hybrid.hpp"
#include "octet/kernels/backend/simd/hybrid_depthwise.hpp"
#include "octet/kernels/backend/simd/maps.hpp"
#include "octet/kernels/backend/simd/pool_2d.hpp"
#include "octet/kernels/backend/simd/quantize.hpp"
#include "octet/kernels/backend/simd/select.hpp"
#include "octet/kernels/backend/simd/softmax.hpp"
#include "octet/kernels/backend/simd/sum.hpp"
#include "octet/kernels/backend/simd/svdf.hpp"
#include "octet/kernels/backend/simd/unidirectional_sequence_lstm.hpp"

#if !defined(OCTET_SIMD_COMPILED)
#include "octet/kernels/backend/simd/dispatch.hpp"
#endif
