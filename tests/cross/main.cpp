// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The main function of the tests for other machines: says first which SIMD targets this one has.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <iostream>

#include "support/simd_case.hpp"

int main(int argc, char** argv) {
  std::cout << "targets:";
  for (const octet::simd_target t : octet_test::simd_targets()) std::cout << ' ' << name_of(t);
  std::cout << std::endl;
  return doctest::Context(argc, argv).run();
}
